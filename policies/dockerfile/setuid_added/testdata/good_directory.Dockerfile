FROM scratch
COPY --chmod=755 <<ping /bin/ping
#!/bin/true
ping
RUN mkdir /data && chmod g+s /data
USER 1000
