// SPDX-License-Identifier: MPL-2.0

// The machine's own voice, where it has one: Chromium's, which Debian's speech-dispatcher gives it.

const isThere = "speechSynthesis" in window;

/** The machine's voice for a language; a page is not read in the voice of another one. */
const voiceFor = (language) => (isThere
  ? speechSynthesis.getVoices().find((voice) => voice.lang.startsWith(language)) : undefined);

/** Says words, if there is a voice for them; the newest words cut the earlier ones short. */
export function speak(words, language) {
  if (voiceFor(language) === undefined) return false;
  speechSynthesis.cancel();
  return add(words, language);
}

/** Says words after those that are being said, if there is a voice for them. */
export function add(words, language) {
  const voice = voiceFor(language);
  if (voice === undefined) return false;
  const utterance = new SpeechSynthesisUtterance(words);
  utterance.lang = language;
  utterance.voice = voice;
  speechSynthesis.speak(utterance);
  return true;
}

/** Falls silent. */
export function hush() {
  if (isThere) speechSynthesis.cancel();
}
