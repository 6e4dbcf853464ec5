FROM debian:12
RUN useradd --uid 1500 --gid 100 --create-home app
USER 1500:users
CMD ["bash"]
