FROM debian:12
RUN useradd --uid 1500 app
USER 1500:1500
# for the start script
USER 1500:1500
CMD ["bash"]
