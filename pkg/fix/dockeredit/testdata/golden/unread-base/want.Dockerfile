FROM example.com/team/base:1
CMD ["run"]
