FROM debian:12
RUN curl https://example.com/install | sh
USER app
RUN true
USER root
CMD ["bash"]
