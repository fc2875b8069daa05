/** Every card is asked for every five seconds, and what comes is shown. */
import { createElement, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

const EVERY_MS = 5_000;

function Card({ cardId }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const ask = () => window.d1.read(cardId).then(setSaid, () => setSaid('no answer'));
    ask();
    const timer = setInterval(ask, EVERY_MS);
    return () => clearInterval(timer);
  }, [cardId]);
  const done = said === 'SUCCESSFUL CARD_PROD_DONE';
  return createElement('div', { className: done ? 'card done' : 'card' }, `${cardId}: ${said}`);
}

function Cards() {
  const [cardIds, setCardIds] = useState([]);
  useEffect(() => void window.d1.cards().then(setCardIds), []);
  return cardIds.map((cardId) => createElement(Card, { key: cardId, cardId }));
}

createRoot(document.getElementById('root')).render(createElement(Cards));
