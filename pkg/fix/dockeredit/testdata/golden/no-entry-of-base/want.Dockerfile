FROM without-entry:1
USER root
RUN groupadd --gid 1001 app && useradd --uid 1001 --gid 1001 --create-home app
USER 1001
CMD ["bash"]
