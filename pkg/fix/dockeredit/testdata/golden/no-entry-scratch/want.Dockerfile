FROM scratch
COPY server /
COPY <<EOF /etc/passwd
root:x:0:0:root:/root:/sbin/nologin
app:x:65532:65532::/tmp:/sbin/nologin
EOF
USER 65532:65532
ENTRYPOINT ["/server"]
