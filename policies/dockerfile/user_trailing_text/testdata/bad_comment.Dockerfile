FROM scratch
USER 1000 # not root
