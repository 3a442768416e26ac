// A few places of the demo town, which is made up; its map lies in the open sea.
import { locale } from "./words.js";

const SPOTS = [
  ["翠竹园 3 栋 2 单元", "Cuizhu Garden, building 3", 30.00121, 124.00214],
  ["翠竹园 5 栋", "Cuizhu Garden, building 5", 30.00168, 124.00302],
  ["翠竹园东门", "Cuizhu Garden, east gate", 30.00094, 124.00391],
  ["社区综治中心", "Community safety centre", 30.00427, 124.00075],
  ["老街菜市场", "Old Street market", 29.99836, 124.00548],
];
const NEAR = 0.0004;

export const spots = SPOTS.map(([zh, en, latitude, longitude]) => ({ name: locale === "en" ? en : zh, latitude, longitude }));

export function spotNear({ latitude, longitude }) {
  const isNear = (spot) => Math.abs(spot.latitude - latitude) < NEAR && Math.abs(spot.longitude - longitude) < NEAR;
  return spots.find(isNear)?.name;
}
