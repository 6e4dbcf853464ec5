FROM scratch
COPY --chmod=0755 server /server
COPY <<EOF /etc/passwd
root:x:0:0:root:/root:/sbin/nologin
app:x:10001:10001::/tmp:/sbin/nologin
EOF
USER 10001:10001
ENTRYPOINT ["/server"]
