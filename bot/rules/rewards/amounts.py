"""How much: the pack's amount that fits a matter, bonuses, and shares of those who reported together; in fen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.rules.money import FEN
from bot.rules.rewards.figures import Act, Amount, Feature, JointPolicy, RewardPolicy


@dataclass(frozen=True, slots=True)
class Sum:
    """What an amount comes to with its bonuses, and the most to which a person may raise it."""

    amount: int
    most: int
    bonuses: tuple[str, ...]


def fitting(act: Act | None, hazard: str, features: Collection[Feature], figures: RewardPolicy) -> str | None:
    """Return the code of the first amount in the pack's order that fits; None when the pack has none."""
    of_matter = ((code, amount) for code, amount in figures.amounts_in_order() if _is_for(amount, act, hazard))
    return next((code for code, amount in of_matter if set(amount.when) <= set(features)), None)


def _is_for(amount: Amount, act: Act | None, hazard: str) -> bool:
    return act in amount.acts and (not amount.hazards or hazard in amount.hazards)


def sum_of(code: str, features: Collection[Feature], fine: int | None, figures: RewardPolicy) -> Sum:
    """Return what an amount comes to; a fine that is not known (or none) leaves the amount that is always paid."""
    amount = figures.amounts[code]
    bonuses = tuple(name for name, bonus in figures.bonuses.items() if set(bonus.when) <= set(features))
    added = sum(figures.bonuses[name].yuan for name in bonuses) * FEN
    of_fine = (fine or 0) * amount.percent // 100
    paid = min(max(amount.yuan * FEN, of_fine), amount.highest * FEN)
    limit = figures.most_yuan * FEN
    return Sum(min(paid + added, limit), min(amount.highest * FEN + added, limit), bonuses)


def open_features(
    act: Act | None, hazard: str, pending: Collection[Feature], rule: str | None, figures: RewardPolicy
) -> list[Feature]:
    """Return the features still to be found out by which the amount would be another, or more."""
    better: set[Feature] = {feature for bonus in figures.bonuses.values() for feature in bonus.when}
    for code, amount in figures.amounts_in_order():
        if code == rule:
            break
        if _is_for(amount, act, hazard):
            better.update(amount.when)
    return sorted(better & set(pending))


def shares(amount: int, people: int, joint: JointPolicy) -> tuple[int, ...]:
    """Return the share of each who signed a joint report, the first signatory's first; together they are `amount`.

    Source: one report, one reward, equally or to the first signatory (DOMAIN.md 2.2: Zhejiang; 安监总财〔2012〕63号).
    Shares are whole coins, since they are paid in cash; what cannot be divided goes to the first.
    """
    if people < 1 or amount < 0:
        raise ValueError("an amount of at least 0 for at least one person")
    if joint.split == "first":
        return (amount, *(0,) * (people - 1))
    each, left = divmod(amount // joint.coin_fen, people)
    whole = [(each + (place < left)) * joint.coin_fen for place in range(people)]
    return (whole[0] + amount % joint.coin_fen, *whole[1:])
