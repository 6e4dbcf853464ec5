FROM debian:12
RUN useradd --uid 1500 app
USER app
USER root
RUN apt-get update
USER 1500:1500
CMD ["bash"]
