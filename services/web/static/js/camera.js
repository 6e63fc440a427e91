// The camera: one getUserMedia a session, frames at two scales in turn, decoded by our own server.
const WIDTHS = [960, 640]; // alternating scales finds labels that either one alone misses
const PAUSE = 170; // ms between frames: below the server's six a second

export class Camera {
  constructor(root, words, { onText, onTrouble }) {
    this.frame = root;
    this.video = root.querySelector("video");
    this.words = words;
    this.onText = onText;
    this.onTrouble = onTrouble;
    this.canvas = document.createElement("canvas");
    this.turn = 0;
    this.running = false;
  }

  static possible() {
    return Boolean(navigator.mediaDevices?.getUserMedia);
  }

  async start(deviceId) {
    const chosen = deviceId ?? localStorage.getItem("taisan.camera");
    const wanted = chosen ? { deviceId: chosen } : { facingMode: "environment" };
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { ...wanted, width: { ideal: 1280 }, height: { ideal: 720 } } });
    } catch {
      this.onTrouble(this.words.tDenied);
      return false;
    }
    this.video.srcObject = this.stream;
    await this.video.play();
    this.frame.hidden = false;
    this.running = true;
    this.#loop();
    return true;
  }

  stop() {
    this.running = false;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.frame.hidden = true;
  }

  get track() {
    return this.stream?.getVideoTracks()[0];
  }

  canLight() {
    return Boolean(this.track?.getCapabilities?.().torch);
  }

  async light(on) {
    await this.track.applyConstraints({ advanced: [{ torch: on }] });
  }

  async others() {
    return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
  }

  async next() {
    const cameras = await this.others();
    const now = cameras.findIndex((device) => device.deviceId === this.track?.getSettings().deviceId);
    const following = cameras[(now + 1) % cameras.length];
    localStorage.setItem("taisan.camera", following.deviceId);
    this.stop();
    return this.start(following.deviceId);
  }

  async #loop() {
    while (this.running) {
      const began = performance.now();
      if (!document.hidden && this.video.videoWidth) await this.#look();
      await new Promise((done) => setTimeout(done, Math.max(20, PAUSE - (performance.now() - began))));
    }
  }

  async #look() {
    const width = Math.min(WIDTHS[this.turn++ % WIDTHS.length], this.video.videoWidth);
    this.canvas.width = width;
    this.canvas.height = Math.round((width * this.video.videoHeight) / this.video.videoWidth);
    this.canvas.getContext("2d").drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    const picture = await new Promise((done) => this.canvas.toBlob(done, "image/jpeg", 0.6));
    if (!picture || !this.running) return;
    const texts = await decode(picture, this.words, true);
    if (this.running) texts.forEach((text) => this.onText(text));
  }
}

export async function decode(picture, words, live = false) {
  const headers = { "Content-Type": picture.type || "image/jpeg", "X-CSRF-Token": words.csrf, "X-Requested-By": "taisan" };
  if (live) headers["X-Frame"] = "1";
  try {
    const answer = await fetch(words.decode, { method: "POST", body: picture, headers });
    return answer.ok ? (await answer.json()).texts : [];
  } catch {
    return []; // the next frame tries again; resolving says it aloud when there is no network
  }
}
