FROM debian:12
ENTRYPOINT ["bash"]
RUN apt-get update
EXPOSE 80
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app
USER 10001:10001
