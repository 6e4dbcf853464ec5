FROM example.com/team/base:1
USER 0
RUN apt-get install -y curl
RUN groupadd --gid 10001 appuser && useradd --uid 10001 --gid 10001 --create-home appuser
USER 10001:10001
CMD ["run"]
