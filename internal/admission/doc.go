// Package admission is the webhook: the engine's door in the path of every Pod that a cluster makes.
//
// What a reader would get wrong: it must never be the reason why a cluster stops. Whatever it cannot know in the time that
// the API server grants (an image, a namespace) is answered as the configuration says, and the answer says what is not
// known. The modes, their labels and how mistakes in them are treated are those of Pod Security Admission.
package admission
