FROM debian:12
USER $NOBODY_SETS_IT
RUN apt-get update
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app
USER 10001:10001
CMD ["bash"]
