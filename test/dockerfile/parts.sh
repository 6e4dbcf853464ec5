#!/bin/sh
# Builds what the differential test needs below DIR, each part once:
#
#   parts.sh DIR
#
# DIR/bin/buildkitd, DIR/bin/buildctl   BuildKit of the version in go.mod, from the Go module proxy
# DIR/bookworm.tar, DIR/trixie.tar      Debian 12 and 13, minimal, with shadow's tools and Debian's adduser
# DIR/busybox.tar                       BusyBox with all its applets, in the shape of an Alpine
#
# It needs root, the Go module proxy and the machine's own Debian mirror. runc must be installed, or can be by apt.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$1
mkdir -p "$dir/bin"
dir=$(cd "$dir" && pwd)

need() { # PROGRAM PACKAGE…
	command -v "$1" >/dev/null 2>&1 && return
	shift
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null
}

mirror() {
	sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -1 | grep . ||
		sed -n 's/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' /etc/apt/sources.list | head -1
}

need runc runc
need debootstrap debootstrap
need gcc gcc libc6-dev
need make make

for tool in buildkitd buildctl; do
	[ -x "$dir/bin/$tool" ] || (cd "$here" && CGO_ENABLED=0 go build -trimpath -o "$dir/bin/$tool" github.com/moby/buildkit/cmd/$tool)
done

for suite in bookworm trixie; do
	[ ! -e "$dir/$suite.tar" ] || continue
	rm -rf "$dir/rootfs"
	debootstrap --variant=minbase --include=adduser $suite "$dir/rootfs" "$(mirror)" >"$dir/debootstrap.log"
	rm -rf "$dir/rootfs"/var/cache/apt/archives/*.deb "$dir/rootfs"/var/lib/apt/lists/*
	tar -C "$dir/rootfs" --numeric-owner --exclude=./dev/* -cf "$dir/$suite.tar.tmp" .
	mv "$dir/$suite.tar.tmp" "$dir/$suite.tar"
	rm -rf "$dir/rootfs"
done

if [ ! -e "$dir/busybox.tar" ]; then
	rm -rf "$dir/source"
	mkdir "$dir/source"
	cd "$dir/source"
	echo "deb-src $(mirror) bookworm main" >sources.list
	apt-get -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$PWD" \
		-o APT::Get::List-Cleanup=0 update >/dev/null
	apt-get -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$PWD" \
		-o APT::Sandbox::User=root --download-only source busybox >/dev/null
	tar xf busybox_*.orig.tar.*
	cd busybox-*/
	make defconfig >/dev/null 2>&1
	sed -i 's/^# CONFIG_STATIC is not set/CONFIG_STATIC=y/; s/^CONFIG_TC=y/# CONFIG_TC is not set/
		s/^CONFIG_LAST_ID=.*/CONFIG_LAST_ID=256000/' .config
	yes '' | make oldconfig >/dev/null 2>&1
	make -j"$(nproc)" busybox >"$dir/busybox.log" 2>&1
	root=$dir/source/root
	mkdir -p "$root/bin" "$root/etc/skel" "$root/home" "$root/root" "$root/tmp" "$root/usr/bin" "$root/usr/sbin" "$root/sbin" "$root/var" "$root/usr/local/bin"
	chmod 1777 "$root/tmp"
	chmod 0700 "$root/root"
	cp busybox "$root/bin/busybox"
	for path in $(./busybox --list-full); do
		[ -e "$root/$path" ] || ln -s /bin/busybox "$root/$path"
	done
	cp "$here/testdata/alpine/passwd" "$here/testdata/alpine/group" "$here/testdata/alpine/shadow" "$root/etc/"
	tar -C "$root" --numeric-owner --owner=0 --group=0 -cf "$dir/busybox.tar.tmp" .
	mv "$dir/busybox.tar.tmp" "$dir/busybox.tar"
	rm -rf "$dir/source"
fi
