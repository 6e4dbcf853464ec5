from debian:12
  run apt-get update
  run groupadd --gid 10001 app && useradd --uid 10001 --gid 10001 --create-home app
  user 10001:10001
  cmd ["bash"]
