FROM ubi9-minimal:9
RUN microdnf install -y tzdata
RUN echo 'appuser:x:10001:10001::/home/appuser:/sbin/nologin' >> /etc/passwd && echo 'appuser:x:10001:' >> /etc/group && mkdir -p /home/appuser && chown 10001:10001 /home/appuser
USER 10001:10001
CMD ["/bin/sh"]
