FROM debian:12
RUN useradd --uid 1500 --groups adm app
USER 1500
CMD ["bash"]
