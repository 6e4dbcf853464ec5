FROM debian:12
RUN groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app
USER 10001:10001
# hullcheck ignore=image/group-root reason=a test
CMD ["bash"]
