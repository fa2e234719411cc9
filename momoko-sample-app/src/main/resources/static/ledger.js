// The page of the ledger. Everything comes from the JSON API; text goes into the page as text, never as HTML.

const LATEST = 8;
const HEALTH_PERIOD_MS = 10_000;
const FIELDS = ['from', 'to', 'amount'];
const AMOUNT = /^\d{1,12}([.,]\d{1,2})?$/;

const money = new Intl.NumberFormat('en', {minimumFractionDigits: 2, maximumFractionDigits: 2});
const moment = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});

const byId = id => document.getElementById(id);
const form = byId('transfer');
let sending = false;

/** An element with a class and children; strings become text. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** The JSON of a successful answer; otherwise an error with the problem's fields (RFC 9457). */
async function request(path, options) {
  let response;
  try {
    response = await fetch(path, {headers: {'Accept': 'application/json', ...options?.headers}, ...options});
  } catch {
    throw {detail: 'The application does not answer.', errors: {}};
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw {detail: body.detail ?? `The application answered ${response.status}.`, errors: body.errors ?? {}};
}

function showAccounts(accounts, changed) {
  byId('accounts').replaceChildren(...accounts.map(account => element('tr', changed.has(account.id) ? 'changed' : '',
    element('td', '',
      element('span', 'name', account.name),
      ...account.tags.map(tag => element('span', 'tag', tag))),
    element('td', 'amount', money.format(account.balance)))));
  byId('accounts').setAttribute('aria-busy', 'false');
  byId('total').textContent = money.format(accounts.reduce((sum, account) => sum + account.balance, 0));
  offer(byId('from'), accounts);
  offer(byId('to'), accounts);
}

/** Offers the accounts and keeps what was chosen. */
function offer(select, accounts) {
  const chosen = select.value;
  const ask = new Option('Choose an account', '');
  select.replaceChildren(ask, ...accounts.map(account =>
    new Option(`${account.name} (${money.format(account.balance)})`, account.id)));
  select.value = chosen;
  if (select.selectedIndex < 0) select.value = '';
}

function showTransfers(transfers, changedId) {
  const items = transfers.map(transfer => {
    const time = element('time', '', moment.format(new Date(transfer.madeAt)));
    time.dateTime = transfer.madeAt;
    const arrow = element('span', 'arrow', '→');
    arrow.setAttribute('role', 'img');
    arrow.setAttribute('aria-label', 'to');
    return element('li', transfer.id === changedId ? 'changed' : '',
      element('div', 'route', transfer.fromName, ' ', arrow, ' ', transfer.toName, time),
      element('span', 'amount', money.format(transfer.amount)));
  });
  byId('transfers').replaceChildren(...(items.length ? items : [element('li', 'nothing', 'No transfer so far.')]));
  byId('transfers').setAttribute('aria-busy', 'false');
}

async function load(made) {
  const [accounts, transfers] = await Promise.all(
    [request('/api/accounts'), request(`/api/transfers?limit=${LATEST}`)]);
  showAccounts(accounts, new Set(made ? [made.from, made.to] : []));
  showTransfers(transfers, made?.id);
}

function say(text, kind) {
  byId('feedback').textContent = text;
  byId('feedback').className = `feedback ${kind}`;
}

/** Shows each error at its field, and goes to the first. */
function showErrors(errors) {
  for (const field of FIELDS) {
    const text = errors[field] ?? '';
    byId(`${field}-error`).textContent = text && text[0].toUpperCase() + text.slice(1);
    byId(field).setAttribute('aria-invalid', String(text !== ''));
  }
  const first = FIELDS.find(field => errors[field]);
  if (first) byId(first).focus();
  return first !== undefined;
}

/** What can be said without asking the server; the server checks everything again. */
function mistakes(from, to, amount) {
  const errors = {};
  if (!from) errors.from = 'which account pays?';
  if (!to) errors.to = 'which account receives?';
  if (from && from === to) errors.to = 'must differ from the paying account';
  if (!AMOUNT.test(amount)) errors.amount = 'enter an amount such as 12.50';
  return errors;
}

async function submit(event) {
  event.preventDefault();
  if (sending) return;
  const from = byId('from').value;
  const to = byId('to').value;
  const amount = byId('amount').value.trim();
  say('', '');
  if (showErrors(mistakes(from, to, amount))) return;

  setSending(true);
  try {
    const made = await request('/api/transfers', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({from: Number(from), to: Number(to), amount: Number(amount.replace(',', '.'))}),
    });
    say(`${money.format(made.amount)} moved from ${made.fromName} to ${made.toName}.`, 'good');
    byId('amount').value = '';
    await load(made);
  } catch (problem) {
    if (!showErrors(problem.errors ?? {})) say(problem.detail ?? 'Something went wrong on this page.', 'bad');
  } finally {
    setSending(false);
  }
}

/** Not the attribute disabled: it would take the focus away. */
function setSending(now) {
  sending = now;
  byId('submit').setAttribute('aria-disabled', String(now));
}

async function showHealth() {
  if (document.hidden) return;
  let health;
  try {
    // a pool that is down answers with status 503 and the same body
    health = await (await fetch('/actuator/health/momoko', {headers: {'Accept': 'application/json'}})).json();
  } catch {
    health = {status: 'no answer'};
  }
  const details = health.details ?? {};
  const counts = ['free', 'busy', 'waiting']
    .filter(name => details[name] !== undefined).map(name => `${details[name]} ${name}`);
  byId('health').className = `health ${health.status === 'UP' ? 'up' : 'down'}`;
  const server = details.serverVersion ? [`PostgreSQL\u00a0${details.serverVersion}`] : [];
  byId('health-text').textContent = [`Pool ${health.status.toLowerCase()}`, ...counts, ...server].join(' · ');
}

async function refresh() {
  if (document.hidden) return;
  showHealth();
  try {
    await load();
  } catch (problem) {
    say(problem.detail ?? 'The ledger could not be shown.', 'bad');
  }
}

form.addEventListener('submit', submit);
form.addEventListener('input', event => {
  byId(`${event.target.name}-error`).textContent = '';
  event.target.setAttribute('aria-invalid', 'false');
});
document.addEventListener('visibilitychange', refresh);
setInterval(showHealth, HEALTH_PERIOD_MS);
refresh();
