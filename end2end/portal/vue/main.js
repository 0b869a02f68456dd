import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import '/portal/shared/portal.js';
import Home from './Home.vue';
import Portal from './Portal.vue';
import Tokens from './Tokens.vue';

const router = createRouter({
  history: createWebHistory('/portal/vue/'),
  routes: [
    { path: '/', component: Home },
    { path: '/tokens/:address(.*)*', component: Tokens },
  ],
});

createApp(Portal).use(router).mount('#portal');
