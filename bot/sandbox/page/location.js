// Where somebody is: the form that sends a place, and the bubble that shows one.
import { field, openForm } from "./dialogs.js";
import { icon, make } from "./dom.js";
import { spotNear, spots } from "./spots.js";
import { word } from "./words.js";

export function askForPlace(send) {
  const spot = make("select", { onchange: fill }, ...spots.map((each, index) => make("option", { value: index }, each.name)),
    make("option", { value: "" }, word("otherPlace")));
  const latitude = degrees(90);
  const longitude = degrees(180);
  const problem = make("p", { class: "form-problem", role: "status" });
  const mine = make("button", { type: "button", class: "plain-button with-icon", onclick: locate }, icon("place"), word("myPosition"));
  for (const input of [latitude, longitude]) input.addEventListener("input", () => { spot.value = ""; });

  function fill() {
    const chosen = spots[spot.value];
    if (!chosen || spot.value === "") return latitude.focus();
    latitude.value = chosen.latitude;
    longitude.value = chosen.longitude;
    return undefined;
  }

  function locate() {
    problem.textContent = word("locating");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      problem.textContent = "";
      spot.value = "";
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
    }, () => { problem.textContent = word("positionRefused"); }, { timeout: 10_000 });
  }

  const both = make("div", { class: "two-fields" }, field("latitude", latitude), field("longitude", longitude));
  const fields = [field("spot", spot), both, navigator.geolocation && mine, problem];
  openForm("sendPlace", "send", fields, () => send({ latitude: Number(latitude.value), longitude: Number(longitude.value) }));
  fill();
}

function degrees(most) {
  return make("input", { type: "number", step: "any", min: -most, max: most, required: true, inputmode: "decimal" });
}

// A drawn pin on a drawn map: nothing is asked of a map server.
export function place(location, venue) {
  const name = venue?.title || spotNear(location);
  const at = `${round(location.latitude)}, ${round(location.longitude)}`;
  const map = make("div", { class: "map", "aria-hidden": "true" }, icon("place"));
  return make("div", { class: "place" }, map, make("div", { class: "place-words" },
    make("b", {}, name || word("place")), venue?.address && make("span", {}, venue.address), make("span", { class: "coordinates" }, at)));
}

const round = (degree) => Number(degree).toFixed(5);
