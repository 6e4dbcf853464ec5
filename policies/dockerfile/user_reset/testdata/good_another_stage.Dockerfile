FROM scratch AS build
USER 1000

FROM scratch
USER 0
