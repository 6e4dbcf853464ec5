package identity

// errno is why the kernel refuses a file operation, in the words of strerror; "" is success. syscall.Errno is not used
// because its words and values differ with the system that hullcheck runs on.
type errno string

// The errors that matter on the way to a program.
const (
	eaccess  errno = "permission denied"
	eexist   errno = "file exists"
	einval   errno = "invalid argument"
	eisdir   errno = "is a directory"
	elibbad  errno = "accessing a corrupted shared library"
	eloop    errno = "too many levels of symbolic links"
	enoent   errno = "no such file or directory"
	enoexec  errno = "exec format error"
	enotdir  errno = "not a directory"
	eperm    errno = "operation not permitted"
	erofs    errno = "read-only file system"
	enametoo errno = "file name too long"
)
