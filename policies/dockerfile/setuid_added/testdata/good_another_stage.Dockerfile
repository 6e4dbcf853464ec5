FROM scratch AS build
COPY --chmod=755 <<ping /bin/ping
#!/bin/true
ping
RUN chmod u+s /bin/ping

FROM scratch
USER 1000
