FROM scratch
ADD api /bin/api
USER 1000:1000
