FROM alpine:3
RUN addgroup -g 2500 app && adduser -D -u 1500 -G app app
USER 1500:2500
CMD ["/bin/sh"]
