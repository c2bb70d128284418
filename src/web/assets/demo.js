/*
 * Keeps the wall of phones fresh. Phones on the screen are filled in their places; the order changes by itself only
 * while the reader is at the top and has the focus nowhere in the wall, else a button offers it.
 */
(function () {
  'use strict'
  const summary = document.getElementById('summary')
  const phones = document.getElementById('phones')
  const rooms = document.getElementById('rooms')
  const reorder = document.getElementById('reorder')
  const EVERY_MS = 2000
  const CALM_SCROLL_PX = 200
  let shown
  let shownRooms
  let waiting

  const ids = (root) => Array.from(root.querySelectorAll('.phone'), (phone) => phone.dataset.id)

  function parse(text) {
    const root = document.createElement('div')
    root.innerHTML = text
    return root
  }

  function replaceAll(fresh) {
    phones.replaceChildren(...fresh.children)
    reorder.hidden = true
    waiting = undefined
  }

  function fillInPlace(fresh) {
    const byId = new Map(Array.from(fresh.querySelectorAll('.phone'), (phone) => [phone.dataset.id, phone]))
    for (const phone of phones.querySelectorAll('.phone')) {
      const newer = byId.get(phone.dataset.id)
      if (newer === undefined) continue
      for (const part of ['.card', '.screen']) {
        if (phone.querySelector(part).innerHTML !== newer.querySelector(part).innerHTML) phone.querySelector(part).innerHTML = newer.querySelector(part).innerHTML
      }
    }
  }

  /* A dozen chats, in an order that changes with who was written to: not while the keyboard is in one of them. */
  function takeRooms(text) {
    if (rooms === null || text === shownRooms || rooms.contains(document.activeElement)) return
    shownRooms = text
    rooms.replaceChildren(...parse(text).children)
  }

  function take(live) {
    if (summary.innerHTML !== live.summary) summary.innerHTML = live.summary
    takeRooms(live.rooms)
    if (live.phones === shown) return
    shown = live.phones
    const fresh = parse(live.phones)
    const sameOrder = ids(fresh).join() === ids(phones).join()
    if (sameOrder) fillInPlace(fresh)
    else if (window.scrollY < CALM_SCROLL_PX && !phones.contains(document.activeElement)) replaceAll(fresh)
    else {
      fillInPlace(fresh)
      waiting = live.phones
      reorder.hidden = false
    }
  }

  function refresh() {
    if (document.hidden) return
    fetch('/demo/live' + window.location.search)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error('no answer'))))
      .then(take)
      .catch(() => undefined)
  }

  reorder.addEventListener('click', () => {
    if (waiting !== undefined) replaceAll(parse(waiting))
    window.scrollTo(0, 0)
    document.getElementById('q').focus()
  })
  document.addEventListener('visibilitychange', refresh)
  setInterval(refresh, EVERY_MS)
})()
