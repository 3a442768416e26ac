"""A report in English, for someone whose Telegram speaks English."""

from __future__ import annotations

from tests.chat import Town


async def test_a_report_in_english(town: Town) -> None:
    chat = await town.person(1004, "Anna Keller", "en")
    await chat.reads("""
        > /start
        < Hello, I am Anju, the home-safety helper of your subdistrict.
        | Tell me of a danger in a rented home: the office looks into it, and here you see what became of it.
        | You may stay anonymous: then no one at the office sees who you are, ...
        | Please never send ID numbers here, for Telegram itself can see this chat and its servers are abroad.
        | In an emergency call first: fire 119 · police 110 · ambulance 120.
        | [Report a danger] [My tips] [What I can do] [语言 / Language]
        > [Report a danger]
        < Step 1 of 5
        | What is the danger?
        | [Fire, gas smell or violence right now] [Blocked or locked exit] ... [Cancel]
        > e-bike parked or charged indoors
        < Step 2 of 5
        | Where is it?
        | ...
        | A point on the map does as well.
        | [Back] [Cancel]
        > Bamboo Garden, building 3
        < Step 3 of 5
        | Is it so right now?
        ...
        > Four e-bikes on one cable
        < Step 4 of 5
        | Photos or a short video, if you have any.
        | ...
        | ...
        | [Skip] [Back] [Cancel]
        > (photo)
        < Step 4 of 5
        ...
        | Received so far: 1 photo.
        | [Done] [Remove all] [Back] [Cancel]
        > (photo)
        < Step 4 of 5
        ...
        | Received so far: 2 photos.
        | ...
        > done
        < Step 5 of 5
        | May the office know it was you?
        ...
        > anonymous
        < Is this right? Nothing has been sent yet.
        | An honest mistake is no harm. What is made up is not paid, or asked back, ...
        | With “Send” you agree that the office keeps this and checks it (notice 1: /privacy).
        | Danger: E-bike parked or charged indoors
        | Place: 3栋 (you wrote: Bamboo Garden, building 3)
        | Right now: Not sure
        | What you saw: Four e-bikes on one cable
        | Photos: 2 photos
        | Who knows it was you: Anonymous (Telegram itself sees your account)
        | [Send] [Change: Danger] ... [Back] [Cancel]
        > [Send]
        < Thank you. Your tip is No. ....
        | E-bike parked or charged indoors · 3栋 (Bamboo Garden, building 3)
        | You will have an answer by ...
        | Your receipt code: 7... ... ... ...
        | ...
        | [See what becomes of it] [Keep the code as a picture]
        > /mytips
        < No tip is kept under your name; anonymous ones are not shown here.
        | For an anonymous tip, send its receipt code of 16 digits.
    """)


async def test_help_from_an_emergency_in_english(town: Town) -> None:
    chat = await town.person(1004, "Anna Keller", "en-GB")
    await chat.reads("""
        > My flat is on fire, help
        < If this is happening now, call first: fire or gas 119 · violence 110 · someone hurt 120.
        ...
    """)
