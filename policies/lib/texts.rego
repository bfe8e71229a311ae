# Messages that a person reads.
package lib

# The first few of many texts, and how many more there are.
listed(texts, between, most) := concat(between, texts) if count(texts) <= most

listed(texts, between, most) := $"{concat(between, array.slice(texts, 0, most))} and {count(texts) - most} more" if {
	count(texts) > most
}
