FROM alpine:3
RUN apk add --no-cache ca-certificates
RUN addgroup -g 10001 appuser && adduser -D -u 10001 -G appuser appuser
USER 10001:10001
CMD ["/bin/sh"]
