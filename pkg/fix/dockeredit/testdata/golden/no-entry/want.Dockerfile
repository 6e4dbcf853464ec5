FROM debian:12
RUN apt-get update

RUN groupadd --gid 1500 app && useradd --uid 1500 --gid 1500 --create-home app
# run as somebody
USER 1500
CMD ["bash"]
