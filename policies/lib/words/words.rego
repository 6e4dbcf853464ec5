# METADATA
# scope: package
# title: Words for messages
# description: Turns settings and lists into the words that findings use, so that all rules say them alike.
package lib.words

# value says what a manifest sets a field to, and where: "is false (container)", "is not set".
value(setting) := "is not set" if not setting.set

value(setting) := sprintf("is %v (%s)", [setting.value, setting.level]) if setting.set

# list writes names as a reader expects them in a sentence: "NET_RAW, SYS_ADMIN"; nothing at all is "nothing".
list(names) := concat(", ", names) if count(names) > 0

list(names) := "nothing" if count(names) == 0
