FROM debian:12
RUN mkdir /data && chgrp -R 0 /data && chmod -R g=u /data
RUN useradd --uid 1500 --gid 0 --create-home app
USER 1500
CMD ["bash"]
