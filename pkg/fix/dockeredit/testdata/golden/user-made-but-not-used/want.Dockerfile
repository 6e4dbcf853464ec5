FROM alpine:3
RUN addgroup -S app && adduser -S -G app app
COPY --chown=app:app server /srv/
USER 100:100
CMD ["/srv/server"]
