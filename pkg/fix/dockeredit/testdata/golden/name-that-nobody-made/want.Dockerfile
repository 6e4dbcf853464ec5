FROM debian:12
RUN groupadd --gid 10001 worker && useradd --uid 10001 --gid 10001 --create-home worker
USER 10001:10001
CMD ["bash"]
