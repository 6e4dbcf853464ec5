package dockeredit

import "regexp"

// distributions are those whose usual images have the programs.
var distributions = map[string]flavour{
	"debian": shadow, "ubuntu": shadow, "fedora": shadow, "centos": shadow, "rhel": shadow, "rocky": shadow,
	"almalinux": shadow, "ol": shadow, "opensuse-leap": shadow, "opensuse-tumbleweed": shadow, "arch": shadow,
	"alpine": busybox, "wolfi": busybox, "chainguard": busybox, "amzn": shell, "photon": shell, "azurelinux": shell,
}

type hint struct {
	pattern *regexp.Regexp
	flavour flavour
}

// packageManagers are words of RUN lines. Images with microdnf and tdnf come without useradd.
var packageManagers = []hint{
	{regexp.MustCompile(`\bapk\s+(-\S+\s+)*(add|upgrade|update)\b`), busybox},
	{regexp.MustCompile(`\b(microdnf|tdnf)\b`), shell},
	{regexp.MustCompile(`\b(apt-get|apt|dnf|yum|zypper|pacman)\s+(-\S+\s+)*\S`), shadow},
}

// families are names of base images.
var families = []hint{
	{regexp.MustCompile(`(^|[/:._-])(alpine|busybox|wolfi-base)`), busybox},
	{regexp.MustCompile(`(^|[/:._-])(minimal|micro|amazonlinux|photon|azurelinux)\b`), shell},
	{regexp.MustCompile(`[/:._-](bookworm|bullseye|buster|trixie|focal|jammy|noble)\b`), shadow},
	{regexp.MustCompile(`(^|/)(debian|ubuntu|buildpack-deps|fedora|centos|rockylinux|almalinux|ubi|ubi[0-9]+|` +
		`python|node|golang|ruby|php|perl|rust|nginx|httpd|postgres|redis|eclipse-temurin|maven|gradle|tomcat|` +
		`aspnet|runtime|sdk)(:|@|/|$)`), shadow},
}
