FROM scratch AS build
ARG APP_UID=1000
FROM scratch
USER ${APP_UID}:${APP_UID}
