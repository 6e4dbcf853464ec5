# syntax=docker/dockerfile:1
FROM scratch
COPY server /
COPY <<EOF /etc/passwd
root:x:0:0:root:/root:/sbin/nologin
app:x:10001:10001::/tmp:/sbin/nologin
EOF
USER 10001:10001
CMD ["/server"]