// Signing with a finger, a pen or a mouse. The drawing goes with the form as a PNG; the PIN is always there instead.
const INK = "#0d2749";

class Pad {
  constructor(form) {
    this.canvas = form.querySelector("canvas");
    this.value = form.querySelector("[name=drawing]");
    this.context = this.canvas.getContext("2d");
    this.points = null;
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.draw(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.end());
    form.querySelector("[data-wipe]").addEventListener("click", () => this.wipe());
    form.querySelectorAll("[data-drawn]").forEach((part) => { part.hidden = false; });
    this.fit();
  }

  // The bitmap follows the size on the screen, or strokes land beside the finger.
  fit() {
    const box = this.canvas.getBoundingClientRect();
    const scale = Math.min(2, window.devicePixelRatio || 1);
    this.canvas.width = Math.round(box.width * scale);
    this.canvas.height = Math.round(box.height * scale);
    this.context.setTransform(scale, 0, 0, scale, 0, 0);
    Object.assign(this.context, { lineWidth: 2.4, lineCap: "round", lineJoin: "round", strokeStyle: INK });
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  begin(event) {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.points = this.at(event);
  }

  draw(event) {
    if (!this.points) return;
    for (const step of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = this.at(step);
      this.context.beginPath();
      this.context.moveTo(...this.points);
      this.context.lineTo(x, y);
      this.context.stroke();
      this.points = [x, y];
    }
  }

  end() {
    if (!this.points) return;
    this.points = null;
    this.value.value = this.canvas.toDataURL("image/png");
  }

  wipe() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.value.value = "";
  }
}

document.querySelectorAll("form[data-sign]").forEach((form) => new Pad(form));
