from celery import shared_task

from gatherings import registration_actions


@shared_task
def erase_old_registrations():
    return registration_actions.erase_old()
