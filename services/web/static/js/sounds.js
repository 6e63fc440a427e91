// The feedback contract: each outcome has its own sound, vibration and colour, and never colour alone.
let context = null;
let muted = localStorage.getItem("taisan.muted") === "1";

const TONES = {
  accepted: [[1320, 0.09, 0]],
  again: [[760, 0.06, 0]],
  blocked: [[220, 0.16, 0], [196, 0.2, 0.22]],
};
const PATTERNS = { accepted: 40, again: 40, blocked: [60, 60, 60, 60, 60] };

// Browsers let a page sound only after a tap, so the tap that opens the camera calls this.
export function unlock() {
  context ??= window.AudioContext ? new AudioContext() : null;
  context?.resume?.();
}

export function isMuted() {
  return muted;
}

export function toggleMute() {
  muted = !muted;
  localStorage.setItem("taisan.muted", muted ? "1" : "0");
  return muted;
}

export function signal(outcome) {
  navigator.vibrate?.(PATTERNS[outcome]);
  if (muted || !context) return;
  for (const [pitch, seconds, after] of TONES[outcome]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const start = context.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + seconds);
  }
}
