FROM scratch
COPY <<END /etc/passwd
root:x:0:0:root:/root:/sbin/nologin
db:x:70:70:the $HOME of `it`:/var/lib/db:/sbin/nologin
END
COPY <<'EOF' /etc/passwd
root:x:0:0:root:/root:/sbin/nologin
db:x:70:70:the  of `it`:/var/lib/db:/sbin/nologin
app:x:10001:10001::/tmp:/sbin/nologin
EOF
USER 10001:10001
ENTRYPOINT ["/server"]
