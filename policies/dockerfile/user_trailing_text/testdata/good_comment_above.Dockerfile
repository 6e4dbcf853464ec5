FROM scratch
# not root
USER 1000:1000
