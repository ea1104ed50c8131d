// On a narrow screen a wide picture keeps a size at which it can be read, and scrolls by itself.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.matchMedia("(max-width: 600px)").matches) return;
  document.querySelectorAll("img.sphx-glr-single-img, img.sphx-glr-multi-img").forEach((picture) => {
    const region = document.createElement("div");
    region.className = "scroll picture";
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", picture.alt);
    region.tabIndex = 0;
    picture.before(region);
    region.append(picture);
  });
});
