// Package egress keeps connections away from addresses that are not public: what names them comes from whoever may create a
// Pod, and must not become a way into the network that the webhook runs in.
//
// A name is not judged when it is read but when it is dialled: the address that the kernel is about to connect to is looked
// at, so that neither a redirect nor a name that resolves to something else a moment later gets past it.
package egress
