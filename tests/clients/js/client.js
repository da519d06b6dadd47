// Goes through every resource with Losant's official client and prints "ok".
// Arguments: the API's address, an e-mail address, a password.
'use strict';

const assert = require('assert');
const { createClient } = require('losant-rest');

const [url, email, password] = process.argv.slice(2);

async function refused(promise, status) {
  const error = await promise.then(() => null, (reason) => reason);
  assert(error, 'was not refused');
  assert.strictEqual(error.statusCode, status);
  assert.strictEqual(typeof error.type, 'string');
  assert.strictEqual(typeof error.message, 'string');
}

async function applications(client) {
  const { applicationId } = await client.applications.post({
    application: { name: 'Greenhouse' }
  });
  const found = await client.applications.get({ filterField: 'name', filter: 'green*' });
  assert.deepStrictEqual(found.items.map((item) => item.id), [applicationId]);
  const changed = await client.application.patch({
    applicationId, application: { description: 'new' }
  });
  assert.strictEqual(changed.description, 'new');
  const globals = [{ key: 'limit', json: '5' }];
  await client.application.globals({ applicationId, globals });
  const one = await client.application.get({ applicationId });
  assert.strictEqual(one.globals[0].json, '5');
  return applicationId;
}

async function webhooks(client, applicationId) {
  const created = await client.webhooks.post({
    applicationId, webhook: { name: 'Orders', waitForReply: true }
  });
  const item = { applicationId, webhookId: created.webhookId };
  assert.deepStrictEqual(await client.webhook.get(item), created);
  const changed = await client.webhook.patch({
    ...item, webhook: { responseCode: 202 }
  });
  assert.strictEqual(changed.responseCode, 202);
  assert.strictEqual(changed.name, 'Orders');
  const found = await client.webhooks.get({ applicationId, sortField: 'name' });
  assert.strictEqual(found.totalCount, 1);
  await refused(
    client.webhook.patch({ ...item, webhook: { responseCode: 99 } }), 400
  );
  assert.deepStrictEqual(await client.webhook.delete(item), { success: true });
  await refused(client.webhook.get(item), 404);
}

async function flows(client, applicationId) {
  const hook = await client.webhooks.post({ applicationId, webhook: { name: 'In' } });
  const triggers = [
    { type: 'webhook', key: hook.id, config: {}, outputIds: [['say']] },
    { type: 'virtualButton', config: {}, outputIds: [['say']] }
  ];
  const nodes = [{ id: 'say', type: 'DebugNode', config: { ours: { kept: null } } }];
  const created = await client.flows.post({
    applicationId, flow: { name: 'Orders', triggers, nodes }
  });
  const item = { applicationId, flowId: created.flowId };
  assert.deepStrictEqual((await client.flow.get(item)).nodes, nodes);
  const triggerFilter = [{ type: 'webhook', key: hook.id }];
  const found = await client.flows.get({ applicationId, triggerFilter });
  assert.deepStrictEqual(found.items.map((each) => each.id), [created.id]);
  const query = { name: { $eq: 'orders', $ci: true } };
  assert.strictEqual((await client.flows.get({ applicationId, query })).totalCount, 1);
  const changed = await client.flow.patch({ ...item, flow: { description: 'new' } });
  assert.strictEqual(changed.triggers.length, 2);
  await refused(
    client.flow.patch({ ...item, flow: { nodes: [] } }), 400
  );
  const { key } = changed.triggers[1];
  assert.deepStrictEqual(await client.flow.pressVirtualButton({
    ...item, button: { key, payload: { a: 1 } }
  }), { success: true });
  await versions(client, item);
  await storage(client, item);
  const done = await client.flows.import({
    applicationId, importData: { flows: [{ id: created.id, name: 'Copy', nodes }] }
  });
  assert.strictEqual(done.flows[0].name, 'Copy');
  await client.webhook.delete({
    applicationId, webhookId: hook.id, includeWorkflows: 'true'
  });
  await refused(client.flow.get(item), 404);
}

async function versions(client, item) {
  const made = await client.flowVersions.post({
    ...item, flowVersion: { version: 'v1', notes: 'first' }
  });
  const one = { ...item, flowVersionId: 'v1' };
  assert.strictEqual((await client.flowVersion.get(one)).id, made.flowVersionId);
  await client.flowVersion.patch({ ...one, flowVersion: { enabled: false } });
  assert.strictEqual((await client.flowVersions.get(item)).items[0].enabled, false);
  await client.flow.patch({ ...item, flow: { defaultVersionId: made.id } });
  await refused(client.flowVersion.delete(one), 409);
  await client.flow.patch({ ...item, flow: { defaultVersionId: null } });
  assert.deepStrictEqual(await client.flowVersion.delete(one), { success: true });
}

async function storage(client, item) {
  await client.flow.setStorageEntry({ ...item, entry: { key: 'a', value: [1, null] } });
  assert.deepStrictEqual(
    await client.flow.getStorageEntries(item), { a: [1, null] }
  );
  assert.deepStrictEqual(await client.flow.clearStorageEntries(item), {});
}

async function tokens(client, applicationId) {
  const created = await client.applicationApiTokens.post({
    applicationId, apiToken: { name: 'Script', scope: ['webhooks.get'] }
  });
  const narrow = createClient({ accessToken: created.token, url });
  assert.strictEqual((await narrow.webhooks.get({ applicationId })).count, 0);
  await refused(
    narrow.webhooks.post({ applicationId, webhook: { name: 'x' } }), 403
  );
  const item = { applicationId, apiTokenId: created.apiTokenId };
  assert.strictEqual((await client.applicationApiToken.get(item)).name, 'Script');
  await client.applicationApiToken.patch({ ...item, apiToken: { status: 'inactive' } });
  await refused(narrow.webhooks.get({ applicationId }), 401);
  await client.applicationApiToken.delete(item);
  const left = await client.applicationApiTokens.get({ applicationId });
  assert.strictEqual(left.totalCount, 0);
}

async function main() {
  const client = createClient({ url });
  const signedIn = await client.auth.authenticateUser({
    credentials: { email, password }
  });
  client.setOption('accessToken', signedIn.token);
  assert.strictEqual((await client.me.get()).userId, signedIn.userId);
  const applicationId = await applications(client);
  await webhooks(client, applicationId);
  await flows(client, applicationId);
  await tokens(client, applicationId);
  await client.application.delete({ applicationId });
  await refused(client.application.get({ applicationId }), 404);
  console.log('ok');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
