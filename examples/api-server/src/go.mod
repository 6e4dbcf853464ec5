module example.com/acme/api-server

go 1.24
