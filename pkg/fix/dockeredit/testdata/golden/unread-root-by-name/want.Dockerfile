FROM example.com/team/python:3.13-alpine
RUN addgroup -g 10001 appuser && adduser -D -u 10001 -G appuser appuser
USER 10001:10001
CMD ["run"]
