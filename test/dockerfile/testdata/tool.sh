#!/bin/sh
# Stands in for compilers and package managers: it leaves the files behind that those would.
set -eu
name=${0##*/}
output() { # the value of -o or --output
	while [ $# -gt 0 ]; do
		case "$1" in
		-o | --output)
			echo "$2"
			return
			;;
		esac
		shift
	done
}
out=$(output "$@")
case "$name $*" in
"go build "*)
	out=${out:-app}
	case "$out" in *?/*) mkdir -p "${out%/*}" ;; esac
	echo binary >"$out"
	chmod 0755 "$out"
	;;
"go mod download"*) mkdir -p "${GOPATH:-/root/go}/pkg/mod" ;;
"npm run build"*) mkdir -p dist && echo js >dist/index.js ;;
"npm ci"* | "npm install"* | "pnpm install"* | "yarn"*) mkdir -p node_modules/x && echo js >node_modules/x/index.js ;;
"python -m venv "*) mkdir -p "$3/bin" && echo python >"$3/bin/python" ;;
"pip install"* | "python -m pip"* | "poetry install"*) mkdir -p /tmp/site-packages && echo x >/tmp/site-packages/x ;;
"mvn package"*) mkdir -p target && echo jar >target/app.jar ;;
"gradle "*) mkdir -p build/libs && echo jar >build/libs/app.jar ;;
"dotnet publish"* | "dotnet build"*) mkdir -p "${out:-bin}" && echo dll >"${out:-bin}/App.dll" ;;
"cargo build"*) mkdir -p target/release && echo elf >target/release/app && chmod 755 target/release/app ;;
"bundle install"*) mkdir -p /usr/local/bundle && echo gem >/usr/local/bundle/gem ;;
"composer install"*) mkdir -p /vendor && echo php >/vendor/autoload.php ;;
"make install"*) mkdir -p /out/usr/local/bin && echo elf >/out/usr/local/bin/app && chmod 755 /out/usr/local/bin/app ;;
"apt-get install"*)
	mkdir -p /usr/share/doc/installed
	case " $* " in
	*" sudo "*) echo elf >/usr/bin/sudo && chmod 4755 /usr/bin/sudo ;;
	*" dbus "*) adduser --quiet --system --group --home /nonexistent --no-create-home messagebus ;;
	esac
	;;
"apt-get update"*) mkdir -p /var/lib/apt/lists && echo list >/var/lib/apt/lists/list ;;
"apk add"*)
	mkdir -p /lib/apk/db
	echo installed >>/lib/apk/db/installed
	case " $* " in
	*" dbus "*) addgroup -S messagebus && adduser -S -D -H -h /dev/null -s /sbin/nologin -G messagebus -g messagebus messagebus ;;
	esac
	;;
esac
