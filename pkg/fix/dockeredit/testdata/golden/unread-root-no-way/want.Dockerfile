FROM example.com/team/base:1
USER 0
CMD ["run"]
