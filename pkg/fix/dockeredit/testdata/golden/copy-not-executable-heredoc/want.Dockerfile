FROM debian:12
COPY --chmod=0755 <<RUN /start
#!/usr/bin/sh
exec server
RUN
USER 33:33
ENTRYPOINT ["/start"]
